using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Emulator.Firehose;

/// <summary>The response of a transformation function. Its decoded data is in memory that the next response overwrites.</summary>
/// <remarks>Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.</remarks>
sealed class TransformationAnswer
{
    (string? Result, ReadOnlyMemory<byte> Data)[] _records = [];
    int _count;
    byte[] _data = [];
    int _length;

    /// <summary>The result and the data of a record.</summary>
    public (string Result, ReadOnlyMemory<byte> Data) this[int place] => (_records[place].Result!, _records[place].Data);

    /// <summary>Reads a response.</summary>
    /// <param name="response">The response of the function.</param>
    /// <param name="count">The number of records of the event.</param>
    /// <returns>Whether the response is valid.</returns>
    public bool TryRead(ReadOnlySpan<byte> response, int count)
    {
        _records = new (string?, ReadOnlyMemory<byte>)[count];
        (_count, _length) = (count, 0);
        // Decoded data is shorter than its base64.
        if (_data.Length < response.Length)
            _data = GC.AllocateUninitializedArray<byte>(response.Length);
        try
        {
            var reader = new Utf8JsonReader(response);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isRecords = reader.ValueTextEquals("records"u8);
                reader.Read();
                if (!isRecords)
                    reader.Skip();
                else
                    while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                        ReadRecord(ref reader);
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
        return Array.TrueForAll(_records, record => record.Result is "Ok" or "Dropped" or "ProcessingFailed");
    }

    void ReadRecord(ref Utf8JsonReader reader)
    {
        var place = -1;
        var result = "";
        ReadOnlyMemory<byte> data = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("recordId"u8);
            var isResult = reader.ValueTextEquals("result"u8);
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (isId)
                place = int.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var number) ? number : -1;
            else if (isResult)
                result = reader.GetString()!;
            else if (isData && reader.TokenType == JsonTokenType.String)
                data = Decode(ref reader);
            else
                reader.Skip();
        }
        if (place < 0 || place >= _count || _records[place].Result is not null)
            throw new FormatException("The answer has an unknown or duplicate record id.");
        _records[place] = (result, data);
    }

    ReadOnlyMemory<byte> Decode(ref Utf8JsonReader reader)
    {
        var room = _data.AsSpan(_length);
        var status = reader.ValueIsEscaped ? Base64.DecodeFromUtf8InPlace(room[..reader.CopyString(room)], out var length)
            : Base64.DecodeFromUtf8(reader.ValueSpan, room, out _, out length);
        if (status != OperationStatus.Done)
            throw new FormatException("The answer has data that is not base64.");
        var data = _data.AsMemory(_length, length);
        _length += length;
        return data;
    }
}
