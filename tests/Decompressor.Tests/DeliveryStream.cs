using Emulator.Firehose;

namespace Decompressor.Tests;

/// <summary>The delivery stream of a function: the emulator's Firehose. It keeps the records, and can refuse some.</summary>
sealed class DeliveryStream : IAsyncDisposable
{
    FirehoseEndpoint _endpoint = null!;

    public Uri Url => _endpoint.Url;

    /// <summary>Gets or sets which records are refused, by the number of the call and the place of the record in it.</summary>
    public Func<int, int, bool> Refuses { get; set; } = (_, _) => false;

    /// <summary>The records of each call.</summary>
    public List<List<byte[]>> Calls { get; } = [];

    /// <summary>The accepted records.</summary>
    public List<byte[]> Taken { get; } = [];

    public static async Task<DeliveryStream> StartAsync()
    {
        var stream = new DeliveryStream();
        stream._endpoint = await FirehoseEndpoint.StartAsync(Invoked.StreamName, stream.Put, Xunit.TestContext.Current.CancellationToken);
        stream._endpoint.Fault = async (http, answer) =>
        {
            stream.Calls.Add([]);
            await answer(http);
            Assert.Equal(200, http.Response.StatusCode);
        };
        return stream;
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    bool Put(byte[] record)
    {
        var isRefused = Refuses(Calls.Count - 1, Calls[^1].Count);
        Calls[^1].Add(record);
        if (!isRefused)
            Taken.Add(record);
        return !isRefused;
    }
}
