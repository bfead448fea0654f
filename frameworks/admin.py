"""Frameworks in the support pages: to look at, never to change, since only a file changes a framework."""

from django.contrib import admin

from frameworks.models import Dimension, Framework, Indicator, LevelDescriptor, MaturityLevel, RecommendedAction


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Framework)
class FrameworkAdmin(ReadOnly):
    list_display = ["title", "slug", "version", "state", "loaded_at", "loaded_by"]
    list_filter = ["state"]
    list_select_related = ["loaded_by"]


@admin.register(MaturityLevel)
class MaturityLevelAdmin(ReadOnly):
    list_display = ["framework", "position", "slug", "name"]
    list_filter = ["framework"]
    list_select_related = ["framework"]


@admin.register(Dimension, Indicator, RecommendedAction)
class PartAdmin(ReadOnly):
    list_display = ["framework", "code", "title"]
    list_filter = ["framework"]
    list_select_related = ["framework"]
    search_fields = ["code", "title"]


@admin.register(LevelDescriptor)
class LevelDescriptorAdmin(ReadOnly):
    list_display = ["indicator", "level", "is_reviewed", "weight", "weight_is_to_check"]
    list_filter = ["is_reviewed", "indicator__framework"]
    list_select_related = ["indicator", "level"]
