using DuckDB.NET.Data;

namespace Emulator.Athena;

/// <summary>
/// Interrupts a command once a token is cancelled, and again until the command has ended: DuckDB forgets an interrupt that comes just
/// before a query starts.
/// </summary>
sealed class Interruption : IDisposable
{
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    readonly DuckDBCommand _command;
    readonly Lock _ending = new();
    readonly Timer _timer;
    readonly CancellationTokenRegistration _registration;
    bool _ended;

    public Interruption(DuckDBCommand command, CancellationToken ct)
    {
        _command = command;
        _timer = new Timer(_ => Interrupt());
        _registration = ct.Register(() => _timer.Change(TimeSpan.Zero, Again));
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_ending)
            _ended = true;
        _timer.Dispose();
    }

    void Interrupt()
    {
        lock (_ending)
        {
            if (!_ended)
                _command.Cancel();
        }
    }
}
