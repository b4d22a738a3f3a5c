namespace Web.Tests;

/// <summary>Serves the same records for all tests of a class.</summary>
public abstract class ServedRecords : IAsyncLifetime
{
    public RecordsStack Stack { get; private set; } = null!;

    protected abstract IEnumerable<string> Records { get; }

    public async ValueTask InitializeAsync()
    {
        Stack = await RecordsStack.StartAsync(Records);
        Prepare(Stack.DataFolder);
    }

    /// <summary>Adds files to the data folder.</summary>
    protected virtual void Prepare(string folder)
    {
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Stack is not null)
            await Stack.DisposeAsync();
    }
}
