"""Cells know the date of the newest evidence that is shared there; those of earlier submissions are given it."""

from datetime import date

from django.db import migrations, models


def date_cells(apps, schema_editor):
    snapshot_model, cell_model = (apps.get_model("assessments", name) for name in ("Snapshot", "Cell"))
    for pk, content in snapshot_model.objects.order_by("pk").values_list("pk", "content").iterator(chunk_size=100):
        newest = {}
        for piece in content.get("evidence", ()):
            if piece.get("shared") and piece.get("dated_on"):
                day = date.fromisoformat(piece["dated_on"])
                for key in (("dimension", piece["dimension"]), ("indicator", piece["indicator"])):
                    newest[key] = max(day, newest.get(key, day))
        for (kind, code), day in newest.items():
            cell_model.objects.filter(snapshot=pk, kind=kind, code=code).update(evidence_on=day)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_reminders")]

    operations = [
        migrations.AddField("cell", "evidence_on", models.DateField(null=True)),
        migrations.RunPython(date_cells, migrations.RunPython.noop, elidable=True),
    ]
