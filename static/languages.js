// Keeps the chosen language in the cookie, so that addresses without a language are answered in it too.
// Needs: [data-languages] around links with hreflang. Without this script the links pin the language all the same.

const YEAR = 60 * 60 * 24 * 365;

function keep(code) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `django_language=${code}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}

for (const languages of document.querySelectorAll("[data-languages]")) {
  languages.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang]");
    if (link) keep(link.hreflang);
  });
}
