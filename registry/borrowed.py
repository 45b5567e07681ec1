"""Texts of installed packages that the pages show and that a package has not in one of the registry's languages.

Our catalogues carry them for that language alone. A pair is a singular and its plural; a text behind a context is named
by it.
"""

FORMS = (
    "Constraint “%(name)s” is violated.",
    "Enter a complete value.",
    "Enter a valid JSON.",
    "Enter a valid UUID.",
    "Enter a valid integer.",
    "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may need to file a "
    "bug report if the issue persists.",
    "Null characters are not allowed.",
    "The inline value did not match the parent instance.",
    "Value %(value)r is not a valid choice.",
    "%(model)s instance with %(field)s %(value)r is not a valid choice.",
    "%(model_name)s with this %(field_labels)s already exists.",
    "(Hidden field %(name)s) %(error)s",
    "“%(pk)s” is not a valid value.",
    "“%(value)s” is not a valid UUID.",
    (
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    (
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    (
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
    (
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ),
    ("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    ("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."),
)

# What the admin has of late and few languages have.
LATE = (
    "Add link",
    "After you’ve created a user, you’ll be able to edit more user options.",
    "Change or view list link",
    "Forgotten your login credentials?",
    "Model name",
)

ADMIN = (
    "%(app)s administration",
    "%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?",
    "Add another %(model)s",
    "Added “%(object)s”.",
    "Added {name} “{object}”.",
    "Added.",
    "Breadcrumbs",
    "Change selected %(model)s",
    "Change:",
    "Changed {fields} for {name} “{object}”.",
    "Changed {fields}.",
    "Changed “%(object)s” — %(changes)s",
    "Clear all filters",
    "Close",
    "Currently:",
    "Delete selected %(model)s",
    "Deleted {name} “{object}”.",
    "Deleted “%(object)s.”",
    "Deleting %(class_name)s %(instance)s would require deleting the following protected related objects: "
    "%(related_objects)s",
    "Empty",
    "Filter navigation items",
    "Hide counts",
    "Hold down “Control”, or “Command” on a Mac, to select more than one.",
    "Models in the %(name)s application",
    "My actions",
    "No, take me back",
    "Not empty",
    "Objects",
    "Please enter the correct %(username)s and password for a staff account. Note that both fields may be "
    "case-sensitive.",
    "Recent actions",
    "Remove from sorting",
    "Save and view",
    "Select %s to view",
    "Select all objects on this page for an action",
    "Select this object for an action - {}",
    "Set password",
    "Show counts",
    "Sidebar",
    "Skip to main content",
    "Sorting priority: %(priority_number)s",
    "Start typing to filter…",
    "Summary",
    "The %(name)s “%(obj)s” was deleted successfully.",
    "The {name} “{obj}” was added successfully.",
    "The {name} “{obj}” was added successfully. You may add another {name} below.",
    "The {name} “{obj}” was changed successfully.",
    "The {name} “{obj}” was changed successfully. You may add another {name} below.",
    "The {name} “{obj}” was changed successfully. You may edit it again below.",
    "This object doesn’t have a change history. It probably wasn’t added via this admin site.",
    "Toggle navigation",
    "Toggle sorting",
    "Toggle theme (current theme: auto)",
    "Toggle theme (current theme: dark)",
    "Toggle theme (current theme: light)",
    "View %s",
    "View selected %(model)s",
    "View site",
    "Yes, I’m sure",
    "You are authenticated as %(username)s, but are not authorized to access this page. Would you like to login to a "
    "different account?",
    "You don’t have permission to view or edit anything.",
    "You may edit it again below.",
    ("Please correct the error below.", "Please correct the errors below."),
    ("entry", "entries"),
)

AUTH = (
    "Authentication and Authorization",
    "Disable password-based authentication",
    "Disabled",
    "Email",
    "Enable password-based authentication",
    "Enable password-based authentication for this user by setting a password.",
    "Enabled",
    "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.",
    "Enter the same password as before, for verification.",
    "Invalid password format or unknown hashing algorithm.",
    "No password set.",
    "Password-based authentication",
    "Password-based authentication was disabled.",
    "Please enter a correct %(username)s and password. Note that both fields may be case-sensitive.",
    "Raw passwords are not stored, so there is no way to see the user’s password.",
    "Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
    "Reset password",
    "Set password: %s",
    "Specific permissions for this user.",
    "The groups this user belongs to. A user will get all permissions granted to each of their groups.",
    "The password is too similar to the %(verbose_name)s.",
    "The two password fields didn’t match.",
    "This action will <strong>enable</strong> password-based authentication for this user.",
    "This password is entirely numeric.",
    "This password is too common.",
    "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
    "authenticate using other backends, such as Single Sign-On or LDAP.",
    "Your password can’t be a commonly used password.",
    "Your password can’t be entirely numeric.",
    "Your password can’t be too similar to your other personal information.",
    "algorithm",
    "email address",
    "hash",
    "iterations",
    "salt",
    (
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    (
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
)

LOCK_OUT = (
    "Access lock out",
    "Attempt Time",
    "Failed Logins",
    "Form Data",
    "GET Data",
    "HTTP Accept",
    "IP Address",
    "Logout Time",
    "Meta Data",
    "POST Data",
    "Path",
    "User Agent",
    "access attempt",
    "access attempts",
    "access failure",
    "access failures",
    "access log",
    "access logs",
)

# What the admin's scripts say: lists to choose from, the calendar and the clock.
LATE_SCRIPTS = (
    "(click to clear)",
    'Choose %s by selecting them and then select the "Choose" arrow button.',
    "Choose all %s",
    "Choose selected %s",
    'Remove %s by selecting them and then select the "Remove" arrow button.',
    "Remove all %s",
    "Remove selected %s",
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = {
    **{"Sunday": "Sun", "Monday": "Mon", "Tuesday": "Tue", "Wednesday": "Wed"},
    **{"Thursday": "Thur", "Friday": "Fri", "Saturday": "Sat"},
}
SCRIPTS = (
    *LATE_SCRIPTS,
    "6 p.m.",
    "Choose a Date",
    "Choose a Time",
    "Chosen %s",
    "Type into this box to filter down the list of available %s.",
    "Type into this box to filter down the list of selected %s.",
    "You have selected an action, and you haven’t made any changes on individual fields. You’re probably looking for "
    "the Go button rather than the Save button.",
    "You have selected an action, but you haven’t saved your changes to individual fields yet. Please click OK to "
    "save. You’ll need to re-run the action.",
    *MONTHS,
    *DAYS,
    ("%s selected option not visible", "%s selected options not visible"),
    ("Note: You are %s hour ahead of server time.", "Note: You are %s hours ahead of server time."),
    ("Note: You are %s hour behind server time.", "Note: You are %s hours behind server time."),
)
CALENDAR = {
    **{f"abbrev. month {name}": name[:3] for name in MONTHS},
    **{f"abbrev. day {name}": short for name, short in DAYS.items()},
    **{f"one letter {name}": name[0] for name in DAYS},
}

Text = str | tuple[str, str]

TEXTS: dict[str, tuple[Text, ...]] = {
    "kk": (*FORMS, *LATE, *ADMIN, *AUTH, *LOCK_OUT),
    "zh_Hans": (*LATE, *LOCK_OUT),
}
OF_SCRIPTS: dict[str, tuple[Text, ...]] = {"kk": SCRIPTS, "zh_Hans": LATE_SCRIPTS}


def texts(locale: str) -> list[tuple[Text, str | None]]:
    """What the pages show in this language; each text with its context."""
    return [(text, None) for text in TEXTS.get(locale, ())]


def of_scripts(locale: str) -> list[tuple[Text, str | None]]:
    """What the admin's scripts show in this language, which read it from a catalogue of their own."""
    calendar = CALENDAR.items() if locale == "kk" else ()
    return [*((text, None) for text in OF_SCRIPTS.get(locale, ())), *((text, name) for name, text in calendar)]
