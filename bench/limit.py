"""The limit: hand-written SQL that returns the registry's own JSON as text, behind the same server and middleware.

One text for both databases; `DIALECTS` has what they call differently.
"""

import json

from django.db import connection
from django.http import HttpResponse

DIALECTS = {
    "postgresql": {
        "object": "json_build_object",
        "rows": "coalesce(json_agg(q.j), '[]')",
        "json": "q.j",
        "as_text": "::text",
        "uid": "{}",
        "moment": "replace(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '.000000Z', 'Z')",
        "titles": "json_strip_nulls({})",
        "number": "trim_scale({})",
        "boolean": "{}",
        "any": "to_json({})",
        "nested": "{}",
        "parsed": "({})::json",
    },
    "sqlite": {
        "object": "json_object",
        "rows": "json_group_array(json(q.j))",
        "as_text": "",
        "uid": "substr({0}, 1, 8) || '-' || substr({0}, 9, 4) || '-' || substr({0}, 13, 4) || '-' || substr({0}, 17, 4)"
        " || '-' || substr({0}, 21)",
        "moment": "replace({}, ' ', 'T') || 'Z'",
        "titles": "json(json_patch('{{}}', {}))",
        "number": "{}",
        "boolean": "json(CASE {} WHEN 1 THEN 'true' ELSE 'false' END)",
        "any": "{}",
        "nested": "json({})",
        "parsed": "json({})",
    },
}


class Words:
    """The statement's words in the dialect of the database."""

    def __init__(self, request):
        self.words = DIALECTS[connection.vendor]
        self.base = request.build_absolute_uri("/").removesuffix("/")

    def __getattr__(self, name):
        return lambda text: self.words[name].format(text)

    def object(self, **members):
        return f"{self.words['object']}({', '.join(f'{name!r}, {value}' for name, value in members.items())})"

    def list(self, query):
        return self.nested(f"(SELECT {self.words['rows']} FROM ({query}) q)")

    def texts(self, column):
        languages = {"en": "en", "kk": "kk", "ru": "ru", "zh-hans": "zh_hans"}
        members = ", ".join(f"'{code}', nullif(p.{column}_{name}, '')" for code, name in languages.items())
        return self.titles(f"{self.words['object']}({members})")

    def words_url(self, source, citation):
        return f"'{self.base}/sources/' || {source} || '/?citation=' || {citation} || '#citation-' || {citation}"

    def citation(self):
        return self.object(
            source="s.slug", locator="ct.locator", exact="ct.exact", start="ct.start", end='ct."end"',
            checked=self.boolean("(ct.start IS NOT NULL)"), url=self.words_url("s.slug", "ct.id"),
        )  # fmt: skip

    def completeness(self):
        gaps = "replace(replace(p.unstated, ':', '\",\"reason\":\"'), ' ', '\"},{\"attribute\":\"')"
        gaps = f'replace(\'[{{"attribute":"\' || {gaps} || \'"}}]\', \'"reason":""\', \'"reason":null\')'
        return self.object(
            stated="p.stated", applicable="p.applicable", percent="p.completeness",
            missing=self.parsed(f"CASE WHEN p.unstated = '' THEN '[]' ELSE {gaps} END"), publishers="p.publishers",
            last_said_on="nullif(p.last_said_on, '')", doubts="p.doubts",
        )  # fmt: skip


def headline(w, evidence=False):
    """The members of a list, in the order of the form; with `evidence` each row has its citation."""
    money = w.object(
        value="i.amount", low="i.amount_low", high="i.amount_high", bound="i.bound", modality="i.modality",
        currency="i.currency", usd_low="i.usd_low", usd_high="i.usd_high", usd_rate="NULL", as_printed="i.as_printed",
        claim=w.uid("i.uid"), url=w.words_url("isrc.slug", "ic.id"),
    )  # fmt: skip
    jobs = w.object(
        value=w.number("jc.quantity"), low=w.number("jc.quantity_low"), high=w.number("jc.quantity_high"),
        bound="jc.bound", modality="jc.modality", as_printed="jc.as_printed", claim=w.uid("jc.uid"),
        url=w.words_url("jsrc.slug", "jcit.id"),
    )  # fmt: skip

    def cited(table):
        """Members and joins of the evidence of a row."""
        if not evidence:
            return {}, ""
        joins = f" LEFT JOIN sources_citation ct ON ct.id = {table}.citation_id"
        joins += " LEFT JOIN sources_source s ON s.id = ct.source_id"
        whole = w.nested(f"CASE WHEN ct.id IS NULL THEN NULL ELSE {w.citation()} END")
        return {"uid": w.uid(f"{table}.uid"), "said_on": f"{table}.said_on", "citation": whole}, joins

    more, joins = cited("ps")
    sector = w.object(code="se.code", name="se.name_en", primary=w.boolean('ps."primary"'), **more)
    sectors = w.list(
        f"SELECT {sector} AS j FROM projects_projectsector ps JOIN projects_sector se ON se.id = ps.sector_id{joins}"
        " WHERE ps.project_id = p.id AND ps.retired_at IS NULL ORDER BY ps.id"
    )
    more, joins = cited("pa")
    investor = w.object(slug="v.slug", name="v.name_en", country="v.country", country_basis="v.country_basis")
    part = w.object(
        investor=investor, role="pa.role", basis="pa.basis", share_low=w.number("pa.share_low"),
        share_high=w.number("pa.share_high"), facility="pa.facility", **more,
    )  # fmt: skip
    parts = w.list(
        f"SELECT {part} AS j FROM projects_participation pa JOIN investors_investor v ON v.id = pa.investor_id{joins}"
        " WHERE pa.project_id = p.id AND pa.retired_at IS NULL ORDER BY pa.id"
    )
    return {
        "slug": "p.slug", "title": "p.title_en", "titles": w.texts("title"), "summary": "coalesce(p.summary_en, '')",
        "summaries": w.texts("summary"), "kind": "p.kind", "stage": "p.stage",
        "region": w.nested(f"CASE WHEN r.id IS NULL THEN NULL ELSE {w.object(code='r.code', name='r.name_en')} END"),
        "place": "p.place", "location": w.object(lat="p.latitude", lon="p.longitude", precision="p.precision"),
        "sectors": sectors, "participations": parts,
        "investment": w.nested(f"CASE WHEN i.id IS NULL THEN NULL ELSE {money} END"),
        "jobs": w.nested(f"CASE WHEN jc.id IS NULL THEN NULL ELSE {jobs} END"),
        "announced_on": "nullif(p.announced_on, '')", "commissioning_on": "nullif(p.commissioning_on, '')",
        "completeness": w.completeness(),
        "verified_on": "p.verified_on", "publication": "p.publication", "updated_at": w.moment("p.updated_at"),
        "url": f"'{w.base}/api/v1/projects/' || p.slug || '/'",
    }  # fmt: skip


JOINS = """
FROM projects_project p LEFT JOIN regions_region r ON r.id = p.region_id
LEFT JOIN projects_claim i ON i.id = p.investment_claim_id LEFT JOIN projects_claim jc ON jc.id = p.jobs_claim_id
LEFT JOIN sources_citation ic ON ic.id = i.citation_id LEFT JOIN sources_source isrc ON isrc.id = ic.source_id
LEFT JOIN sources_citation jcit ON jcit.id = jc.citation_id LEFT JOIN sources_source jsrc ON jsrc.id = jcit.source_id
"""
ORDER = "ORDER BY coalesce({0}.amount_usd_low, {0}.amount_usd_high) DESC NULLS LAST, {0}.id"


def claims(w):
    value = ", ".join(
        w.any(column)
        for column in (
            "c.amount",
            w.number("c.quantity"),
            "nullif(cr.code, '')",
            "nullif(c.code, '')",
            "nullif(c.date, '')",
        )
    )
    claim = w.object(
        uid=w.uid("c.uid"), project="p.slug", facility="c.facility", attribute="c.attribute",
        value=f"coalesce({value})",
        low=w.number("coalesce(c.amount_low, c.quantity_low)"),
        high=w.number("coalesce(c.amount_high, c.quantity_high)"), bound="c.bound", modality="c.modality",
        currency="c.currency", unit="c.unit", per="c.per", basis="c.basis", for_date="c.for_date", usd_low="c.usd_low",
        usd_high="c.usd_high", usd_rate="NULL", as_printed="c.as_printed",
        doubts=w.list(f"SELECT {w.object(code='d.code', note='d.note')} AS j FROM projects_doubt d"
                      " WHERE d.claim_id = c.id ORDER BY d.id"),
        missing="c.missing", rank="c.rank", reason="c.reason", stands=w.boolean("c.stands"), said_on="c.said_on",
        citation=w.citation(), recorded_at=w.moment("c.recorded_at"), retired_at=w.moment("c.retired_at"),
    )  # fmt: skip
    return w.list(
        f"SELECT {claim} AS j FROM projects_claim c LEFT JOIN regions_region cr ON cr.id = c.region_id"
        " JOIN sources_citation ct ON ct.id = c.citation_id JOIN sources_source s ON s.id = ct.source_id"
        " WHERE c.project_id = p.id AND c.retired_at IS NULL ORDER BY c.id"
    )


def project_list(request):
    """50 projects of the list's members, by region and stage where they are asked for, and their count."""
    w = Words(request)
    where, values = "p.publication = 'published'", []
    if region := request.GET.get("region"):
        where += " AND p.region_id = (SELECT id FROM regions_region WHERE code = %s)"
        values.append(region)
    if stage := request.GET.get("stage"):
        where += " AND p.stage = %s"
        values.append(stage)
    chosen = f"SELECT p.id FROM projects_project p WHERE {where} {ORDER.format('p')} LIMIT 50"
    page = f"SELECT {w.object(**headline(w))}{w.words['as_text']} {JOINS} WHERE p.id IN ({chosen}) {ORDER.format('p')}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM projects_project p WHERE {where}", values)
        count = cursor.fetchone()[0]
        cursor.execute(page, values)
        rows = ",".join(row[0] for row in cursor.fetchall())
    return _json(f'{{"count":{count},"next":null,"previous":null,"results":[{rows}]}}')


# Lists that the generated registry leaves empty; they are looked for all the same.
EMPTY = {
    "facilities": "projects_facility", "products": "projects_projectproduct", "markets": "projects_projectmarket",
    "aims": "projects_projectaim", "events": "projects_event", "relations": "projects_projectrelation",
}  # fmt: skip


def project_detail(request, slug):
    """One project with its claims and their citations."""
    w = Words(request)
    none = {
        name: w.list(
            f"SELECT {w.object(uid=w.uid('t.uid'))} AS j FROM {table} t"
            " WHERE t.project_id = p.id AND t.retired_at IS NULL ORDER BY t.id"
        )
        for name, table in EMPTY.items()
    }
    members = headline(w, evidence=True) | {"claims": claims(w)} | none
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {w.object(**members)}{w.words['as_text']} {JOINS} WHERE p.slug = %s", [slug])
        row = cursor.fetchone()
    return _json(row[0] if row else json.dumps(None))


def _json(text):
    return HttpResponse(text, content_type="application/json")
