from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

from .models import AuthToken, User
from .roles import ROLES

admin.site.unregister(Group)


def permission_names(group):
    return {f"{each.content_type.app_label}.{each.codename}" for each in group.permissions.all()}


def groups_within(user):
    """Answer the groups that hold no right this person has not: only these may they give."""
    if user.is_superuser:
        return Group.objects.all()
    own = user.get_all_permissions()
    groups = Group.objects.prefetch_related("permissions__content_type")
    return Group.objects.filter(pk__in=[group.pk for group in groups if permission_names(group) <= own])


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People and their roles. Nobody gives a right they have not, nor changes an account that has more than theirs."""

    list_display = ["username", "name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "name", "email"]
    ordering = ["username", "pk"]
    filter_horizontal = ["user_permissions"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email", "language"]}),
        (_("Rights"), {"fields": ["is_active", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Person"), {"fields": ["name", "email", "language"]}),
        (_("Rights"), {"fields": ["groups"]}),
    ]

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(str(ROLES[each.name].label if each.name in ROLES else each.name) for each in user.groups.all())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and request.user.is_superuser:
            fieldsets = [*fieldsets, (_("Rights beyond the roles"), {"fields": ["is_superuser", "user_permissions"]})]
        return fieldsets

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or request.user.has_rights_of(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or request.user.has_rights_of(obj))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs.update(queryset=groups_within(request.user), widget=forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """Groups beside the roles; those of the roles only show what the table in accounts/roles.py gives them."""

    def may_touch(self, request, group):
        return group is None or (group.name not in ROLES and groups_within(request.user).filter(pk=group.pk).exists())

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if not request.user.is_superuser:
            own = request.user.get_all_permissions()
            rows = Permission.objects.values_list("pk", "content_type__app_label", "codename")
            field.queryset = field.queryset.filter(pk__in=[pk for pk, app, code in rows if f"{app}.{code}" in own])
        return field


@admin.register(AuthToken)
class AuthTokenAdmin(admin.ModelAdmin):
    """All tokens, to revoke one by deleting it. They are made by their owners alone."""

    list_display = ["name", "user", "read_only", "created", "expiry", "last_used_on"]
    list_filter = ["read_only"]
    list_select_related = ["user"]
    search_fields = ["name", "user__username", "user__name"]
    fields = ["name", "user", "read_only", "created", "expiry", "last_used_on"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
