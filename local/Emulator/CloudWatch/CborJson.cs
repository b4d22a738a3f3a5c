using System.Formats.Cbor;
using System.Text.Json;

namespace Emulator.CloudWatch;

/// <summary>Converts between CBOR, which the official CloudWatch client sends, and JSON.</summary>
/// <remarks>Source: "Smithy RPC v2 CBOR protocol", Smithy 2.0.</remarks>
static class CborJson
{
    const int MostLevels = 64;

    /// <summary>Returns one CBOR value as JSON. A timestamp becomes its seconds since 1970.</summary>
    /// <exception cref="InvalidDataException">The bytes are not CBOR, or have a value without an equivalent in JSON.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> cbor)
    {
        using var json = new MemoryStream();
        try
        {
            using var writer = new Utf8JsonWriter(json);
            Copy(new CborReader(cbor, CborConformanceMode.Lax), writer, MostLevels);
        }
        catch (Exception exception) when (
            exception is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"The request is not valid CBOR: {exception.Message}", exception);
        }
        return JsonElement.Parse(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    /// <summary>Returns a map of strings as CBOR.</summary>
    public static byte[] Write(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var cbor = new CborWriter();
        cbor.WriteStartMap(members.Length);
        foreach (var (name, value) in members)
        {
            cbor.WriteTextString(name);
            cbor.WriteTextString(value);
        }
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    static void Copy(CborReader cbor, Utf8JsonWriter json, int levels)
    {
        if (levels == 0)
            throw new CborContentException($"A value has more than {MostLevels} levels.");
        switch (cbor.PeekState())
        {
            case CborReaderState.StartMap:
                cbor.ReadStartMap();
                json.WriteStartObject();
                while (cbor.PeekState() != CborReaderState.EndMap)
                {
                    json.WritePropertyName(cbor.ReadTextString());
                    Copy(cbor, json, levels - 1);
                }
                cbor.ReadEndMap();
                json.WriteEndObject();
                break;
            case CborReaderState.StartArray:
                cbor.ReadStartArray();
                json.WriteStartArray();
                while (cbor.PeekState() != CborReaderState.EndArray)
                    Copy(cbor, json, levels - 1);
                cbor.ReadEndArray();
                json.WriteEndArray();
                break;
            case CborReaderState.Tag:
                cbor.ReadTag();
                Copy(cbor, json, levels - 1);
                break;
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                json.WriteStringValue(cbor.ReadTextString());
                break;
            case CborReaderState.UnsignedInteger:
                json.WriteNumberValue(cbor.ReadUInt64());
                break;
            case CborReaderState.NegativeInteger:
                json.WriteNumberValue(cbor.ReadInt64());
                break;
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                WriteNumber(json, cbor.ReadDouble());
                break;
            case CborReaderState.Boolean:
                json.WriteBooleanValue(cbor.ReadBoolean());
                break;
            case CborReaderState.Null:
                cbor.ReadNull();
                json.WriteNullValue();
                break;
            case var state:
                throw new CborContentException($"A value has the unsupported kind {state}.");
        }
    }

    // JSON has no such numbers. AWS's JSON protocols write them as strings.
    static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }
}
