"""The support pages for places, people, cycles and answers: to look things up. Nothing is written past the verbs."""

from django.contrib import admin

from assessments import models


class ReadOnlyAdmin(admin.ModelAdmin):
    """Looks, and touches nothing."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


for model, columns in {
    models.Region: ["name", "slug"],
    models.ICS: ["name", "slug"],
    models.Organisation: ["name", "kind", "sector"],
    models.OrganisationPlacement: ["organisation", "ics", "region", "from_on", "until_on"],
    models.User: ["email", "name", "is_active", "is_staff", "last_login"],
    models.Membership: ["user", "role", "organisation", "ics", "region", "ended_at"],
    models.Cycle: ["name", "framework", "opens_on", "closes_on", "visibility"],
    models.CycleChange: ["cycle", "kind", "by", "at"],
    models.AccountChange: ["user", "is_active", "by", "at"],
    models.SelfAssessment: ["organisation", "cycle", "status", "changed_at"],
    models.StatusChange: ["self_assessment", "by", "at", "from_status", "to_status"],
}.items():
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnlyAdmin,), {"list_display": columns}))
