
namespace Emulator.Athena;

/// <summary>A timestamp with a time zone other than UTC.</summary>
/// <param name="Local">The local time in the zone.</param>
/// <param name="Zone">The zone's name or offset.</param>
public readonly record struct ZonedTime(DateTime Local, string Zone)
{
    public override string ToString() => $"{Local:yyyy-MM-dd HH:mm:ss.fff} {Zone}";
}
