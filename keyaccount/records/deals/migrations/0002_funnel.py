"""What the funnel reads of a passage lies in one index, beside the stored facts it does not need."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deals', '0001_start'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['opportunity', 'kind', 'from_stage', 'to_stage', 'days', 'at'], name='passage_funnel'),
        ),
    ]
