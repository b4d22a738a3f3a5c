namespace PartitionRegistrar;

/// <summary>
/// Computes the hours whose data the bucket's lifecycle has expired. Only the age of an hour counts: a prefix can be empty for other
/// reasons. Athena drops partitions only by name, so each run names the youngest two weeks of expired hours, and two older weeks that
/// change every hour. 132 runs cover five years, also after missed runs or a change of the retention. The reasons are in
/// docs/decisions/hour-partitions.md.
/// </summary>
public static class Retention
{
    /// <summary>
    /// S3 expires an object at the first midnight, UTC, that is at least the rule's days after its creation, so up to a day later.
    /// Source: "Lifecycle configuration elements", Amazon S3 User Guide.
    /// </summary>
    const int MarginDays = 1;

    const int StretchHours = 14 * 24;
    const int OlderStretches = 131;

    /// <summary>Returns the hours that have not expired.</summary>
    public static IEnumerable<PartitionHour> Keep(RegistrarSettings settings, PartitionHour now, IEnumerable<PartitionHour> hours) =>
        settings.RetentionDays == 0 ? hours : hours.Where(hour => hour > LastExpired(settings, now));

    /// <summary>Returns the expired hours whose partitions a run drops; empty if data is kept forever.</summary>
    public static IEnumerable<PartitionHour> ToDrop(RegistrarSettings settings, PartitionHour now)
    {
        if (settings.RetentionDays == 0)
            return [];
        var turn = 1 + (now.HoursSince(default) % OlderStretches);
        return Stretch(turn).Concat(Stretch(0));

        IEnumerable<PartitionHour> Stretch(int older)
        {
            var last = LastExpired(settings, now).AddHours(-older * StretchHours);
            return PartitionHour.Range(last.AddHours(1 - StretchHours), last);
        }
    }

    /// <summary>The last hour without remaining data.</summary>
    static PartitionHour LastExpired(RegistrarSettings settings, PartitionHour now) =>
        now.AddHours(-1 - ((settings.RetentionDays + MarginDays) * 24));
}
