using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Web.Tests;

/// <summary>Writes small databases of the MaxMind DB format (specification version 2.0) with IPv4 networks.</summary>
static class MaxMindFile
{
    // Each record of a node has 24 bits: another node, nothing (the number of nodes), or a value after the separator.
    const int Separator = 16;

    public static void Write(string file, string type, params (string Network, Dictionary<string, object> Value)[] entries)
    {
        var nodes = new List<int[]> { new[] { 0, 0 } };
        var values = new MemoryStream();
        foreach (var (text, value) in entries)
        {
            var network = IPNetwork.Parse(text);
            var bits = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
            var node = 0;
            for (var depth = 0; depth < network.PrefixLength; depth++)
            {
                var side = (int)(bits >> (31 - depth)) & 1;
                if (depth == network.PrefixLength - 1)
                {
                    // Negative until the number of nodes is known.
                    nodes[node][side] = -1 - (int)values.Length;
                }
                else if (nodes[node][side] == 0)
                {
                    nodes.Add([0, 0]);
                    node = nodes[node][side] = nodes.Count - 1;
                }
                else
                {
                    node = nodes[node][side];
                }
            }

            Add(values, value);
        }

        using var output = File.Create(file);
        foreach (var record in nodes.SelectMany(node => node))
        {
            var number = record > 0 ? record : record == 0 ? nodes.Count : nodes.Count + Separator - 1 - record;
            output.Write([(byte)(number >> 16), (byte)(number >> 8), (byte)number]);
        }

        output.Write(new byte[Separator]);
        values.WriteTo(output);
        output.Write([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        Add(output, new Dictionary<string, object>
        {
            ["node_count"] = (uint)nodes.Count,
            ["record_size"] = (ushort)24,
            ["ip_version"] = (ushort)4,
            ["database_type"] = type,
            ["languages"] = new[] { "en" },
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = 1_793_500_000UL,
            ["description"] = new Dictionary<string, object> { ["en"] = "A test" },
        });
    }

    static void Add(Stream output, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                Control(output, 2, bytes.Length);
                output.Write(bytes);
                break;
            case ushort number:
                Control(output, 5, 2);
                output.Write([(byte)(number >> 8), (byte)number]);
                break;
            case uint number:
                Control(output, 6, 4);
                output.Write([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
                break;
            case ulong number:
                Control(output, 9, 8);
                var buffer = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(buffer, number);
                output.Write(buffer);
                break;
            case string[] list:
                Control(output, 11, list.Length);
                foreach (var text in list)
                    Add(output, text);
                break;
            case Dictionary<string, object> map:
                Control(output, 7, map.Count);
                foreach (var (key, entry) in map)
                {
                    Add(output, key);
                    Add(output, entry);
                }

                break;
        }
    }

    // Types above 7 have a byte of their own, and so have lengths from 29 on.
    static void Control(Stream output, int type, int size)
    {
        output.WriteByte((byte)((type > 7 ? 0 : type << 5) | Math.Min(size, 29)));
        if (type > 7)
            output.WriteByte((byte)(type - 7));
        if (size >= 29)
            output.WriteByte((byte)(size - 29));
    }
}
