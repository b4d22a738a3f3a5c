using System.Collections;
using System.Numerics;
using System.Text.Json;

namespace Emulator.Athena;

/// <summary>Writes values of a result as JSON. Arrays and maps become arrays and objects; values without a JSON type are strings.</summary>
static class ResultJson
{
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger:
                json.WriteRawValue(ResultText.Of(value)!, skipInputValidation: true);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (var entry in ResultText.Entries(map))
                {
                    json.WritePropertyName(ResultText.Of(entry.Key) ?? "null");
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case IEnumerable list and not string and not byte[]:
                json.WriteStartArray();
                foreach (var item in list)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(ResultText.Of(value));
                break;
        }
    }
}
