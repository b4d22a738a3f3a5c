using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Emulator.Athena.Dialect;

/// <summary>
/// A fast path: casts of texts in their usual form, read from DuckDB's memory without a string for each row. A function returns NULL for
/// all other texts, which <see cref="TextCasts"/> reads. DuckDB's own casts take up to twice as long and accept texts that Trino refuses;
/// with a check before them, they took 1.2 to 2.2 times as long (benchmarks/Dialect).
/// </summary>
static unsafe class NativeCasts
{
    const int DayNumberOf1970 = 719_162;

    const string DecimalPrefix = "athena_read_decimal_";

    // A 64-bit integer has room for all numbers of this length.
    const int MostDigits = 18;

    // The integers of up to 15 digits and these powers are exact doubles, so that one division rounds correctly.
    static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    static readonly long[] PowersOfTenInLong = [.. Enumerable.Range(0, MostDigits + 1).Select(i => (long)BigInteger.Pow(10, i))];

    static readonly Int128[] PowersOfTenInInt128 = [.. Enumerable.Range(0, 39).Select(i => (Int128)BigInteger.Pow(10, i))];

    static readonly SearchValues<byte> CharactersOfDouble = SearchValues.Create("0123456789+-.eE"u8);

    public static readonly Action<DuckDBConnection, string> Integer = Registering(DuckDBType.BigInt, &Integers);

    public static readonly Action<DuckDBConnection, string> Double = Registering(DuckDBType.Double, &Doubles);

    public static readonly Action<DuckDBConnection, string> Date = Registering(DuckDBType.Date, &Dates);

    public static readonly Action<DuckDBConnection, string> Timestamp = Registering(DuckDBType.Timestamp, &Timestamps);

    /// <summary>Returns the name of the function that reads a type of decimal numbers.</summary>
    public static string DecimalName(int precision, int scale) =>
        string.Create(CultureInfo.InvariantCulture, $"{DecimalPrefix}{precision}_{scale}");

    /// <summary>Returns what registers a function of <see cref="DecimalName"/>; null for other names.</summary>
    public static Action<DuckDBConnection, string>? DecimalOf(string name)
    {
        if (!name.StartsWith(DecimalPrefix, StringComparison.Ordinal))
            return null;
        var type = name[DecimalPrefix.Length..].Split('_').Select(number => byte.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return Registering(() => NativeMethods.LogicalType.DuckDBCreateDecimalType(type[0], type[1]), &Decimals);
    }

    interface IReader<T>
    {
        /// <summary>Returns whether the text has the usual form.</summary>
        bool TryRead(ReadOnlySpan<byte> text, out T value);
    }

    /// <summary>Reads <c>[+-]?[0-9]+</c>.</summary>
    readonly struct IntegerReader : IReader<long>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryRead(ReadOnlySpan<byte> text, out long value)
        {
            var start = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
            value = 0;
            foreach (var character in text[start..])
            {
                var digit = character - '0';
                if ((uint)digit > 9)
                    return false;
                value = value * 10 + digit;
            }

            if (text.Length - start > MostDigits)
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
            value = text is [(byte)'-', ..] ? -value : value;
            return text.Length > start;
        }
    }

    /// <summary>Reads decimal numbers with or without an exponent, as Java's Double.parseDouble does.</summary>
    readonly struct DoubleReader : IReader<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryRead(ReadOnlySpan<byte> text, out double value)
        {
            var (digits, point, start) = (0L, -1, text is [(byte)'-' or (byte)'+', ..] ? 1 : 0);
            var isShort = text.Length - start is >= 2 and <= 15 || text.Length - start == 1 && text[^1] != '.';
            for (var i = start; isShort && i < text.Length; i++)
            {
                var digit = text[i] - '0';
                if ((uint)digit <= 9)
                    digits = digits * 10 + digit;
                else if (text[i] == '.' && point < 0)
                    point = i;
                else
                    isShort = false;
            }

            if (isShort)
            {
                value = point < 0 ? digits : digits / PowersOfTen[text.Length - 1 - point];
                value = text[0] == '-' ? -value : value;
                return true;
            }

            value = 0;
            return !text.ContainsAnyExcept(CharactersOfDouble)
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }

    /// <summary>Reads <c>[+-]?[0-9]+[.]?[0-9]*</c> of at most 18 digits as a multiple of the type's last digit.</summary>
    readonly struct DecimalReader<T>(int precision, int scale) : IReader<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        readonly int _wholeDigits = precision - scale;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryRead(ReadOnlySpan<byte> text, out T value)
        {
            var start = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
            var (digits, point) = (0L, text.Length);
            value = T.Zero;
            if (text.Length - start > MostDigits)
                return false;
            for (var i = start; i < text.Length; i++)
            {
                var digit = text[i] - '0';
                if ((uint)digit <= 9)
                    digits = digits * 10 + digit;
                else if (text[i] == '.' && point == text.Length && i > start)
                    point = i;
                else
                    return false;
            }

            var missing = scale - Math.Max(0, text.Length - point - 1);
            // Rounding can add a digit.
            if (point == start || point - start > _wholeDigits - (missing < 0 ? 1 : 0))
                return false;
            if (missing < 0)
                digits = (digits + PowersOfTenInLong[-missing] / 2) / PowersOfTenInLong[-missing];
            digits = text[0] == '-' ? -digits : digits;
            value = missing <= 0 ? T.CreateTruncating(digits)
                : typeof(T) == typeof(Int128) ? T.CreateTruncating(digits * PowersOfTenInInt128[missing])
                : T.CreateTruncating(digits * PowersOfTenInLong[missing]);
            return true;
        }
    }

    /// <summary>Reads <c>2026-11-20</c> as days since 1970.</summary>
    readonly struct DateReader : IReader<int>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryRead(ReadOnlySpan<byte> text, out int value)
        {
            value = 0;
            if (text.Length != 10 || text[4] != '-' || text[7] != '-')
                return false;
            var (year, month, day) = (TwoDigits(text, 0) * 100 + TwoDigits(text, 2), TwoDigits(text, 5), TwoDigits(text, 8));
            if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
                return false;
            value = new DateOnly(year, month, day).DayNumber - DayNumberOf1970;
            return true;
        }
    }

    /// <summary>Reads <c>2026-11-20</c>, <c>2026-11-20 10:00:00</c> and up to three decimals as microseconds since 1970.</summary>
    readonly struct TimestampReader : IReader<long>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryRead(ReadOnlySpan<byte> text, out long value)
        {
            value = 0;
            if (text.Length < 10 || !default(DateReader).TryRead(text[..10], out var day))
                return false;
            value = day * TimeSpan.MicrosecondsPerDay;
            if (text.Length == 10)
                return true;
            if (text.Length is < 19 or 20 or > 23 || text[10] != ' ' || text[13] != ':' || text[16] != ':'
                || (text.Length > 19 && text[19] != '.'))
                return false;
            var (hour, minute, second) = (TwoDigits(text, 11), TwoDigits(text, 14), TwoDigits(text, 17));
            if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59)
                return false;
            value += ((hour * 60 + minute) * 60 + second) * TimeSpan.MicrosecondsPerSecond;
            var unit = 100_000;
            foreach (var digit in text.Length > 19 ? text[20..] : [])
            {
                if ((uint)(digit - '0') > 9)
                    return false;
                value += (digit - '0') * unit;
                unit /= 10;
            }

            return true;
        }
    }

    /// <summary>Returns the number of two digits; a very negative number for other characters.</summary>
    static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        return (uint)tens <= 9 && (uint)ones <= 9 ? tens * 10 + ones : -1_000_000;
    }

    static Action<DuckDBConnection, string> Registering(DuckDBType type, delegate* unmanaged[Cdecl]<nint, nint, nint, void> function) =>
        Registering(() => NativeMethods.LogicalType.DuckDBCreateLogicalType(type), function);

    static Action<DuckDBConnection, string> Registering(
        Func<DuckDBLogicalType> type, delegate* unmanaged[Cdecl]<nint, nint, nint, void> function) => (connection, name) =>
    {
        var scalar = NativeMethods.ScalarFunction.DuckDBCreateScalarFunction();
        using var text = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Varchar);
        using var result = type();
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetName(scalar, name);
        NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(scalar, text);
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetReturnType(scalar, result);
        NativeMethods.ScalarFunction.DuckDBScalarFunctionSetFunction(scalar, function);
        NativeMethods.ScalarFunction.DuckDBRegisterScalarFunction(connection.NativeConnection, scalar);
        NativeMethods.ScalarFunction.DuckDBDestroyScalarFunction(ref scalar);
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Integers(nint info, nint chunk, nint output) => Fill<long, IntegerReader>(chunk, output);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Doubles(nint info, nint chunk, nint output) => Fill<double, DoubleReader>(chunk, output);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Dates(nint info, nint chunk, nint output) => Fill<int, DateReader>(chunk, output);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Timestamps(nint info, nint chunk, nint output) => Fill<long, TimestampReader>(chunk, output);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Decimals(nint info, nint chunk, nint output)
    {
        using var type = NativeMethods.Vectors.DuckDBVectorGetColumnType(output);
        int precision = NativeMethods.LogicalType.DuckDBDecimalWidth(type), scale = NativeMethods.LogicalType.DuckDBDecimalScale(type);
        switch (NativeMethods.LogicalType.DuckDBDecimalInternalType(type))
        {
            case DuckDBType.SmallInt: Fill<short, DecimalReader<short>>(chunk, output, new(precision, scale)); break;
            case DuckDBType.Integer: Fill<int, DecimalReader<int>>(chunk, output, new(precision, scale)); break;
            case DuckDBType.BigInt: Fill<long, DecimalReader<long>>(chunk, output, new(precision, scale)); break;
            default: Fill<Int128, DecimalReader<Int128>>(chunk, output, new(precision, scale)); break;
        }
    }

    /// <summary>Computes a chunk of rows. A query can be the first and last one of a process, so that the code is compiled once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Fill<T, TReader>(nint chunk, nint output, TReader reader = default)
        where T : unmanaged
        where TReader : struct, IReader<T>
    {
        var input = new DuckDBDataChunk(chunk);
        var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(input, 0);
        var texts = (DuckDBString*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        var valid = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        var values = (T*)NativeMethods.Vectors.DuckDBVectorGetData(output);
        ulong* nulls = null;
        var rows = NativeMethods.DataChunks.DuckDBDataChunkGetSize(input);
        for (var row = 0UL; row < rows; row++)
        {
            if ((valid is null || (valid[row / 64] >> (int)(row % 64) & 1) != 0)
                && reader.TryRead(new ReadOnlySpan<byte>(texts[row].Data, texts[row].Length), out values[row]))
                continue;
            if (nulls is null)
            {
                NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(output);
                nulls = NativeMethods.Vectors.DuckDBVectorGetValidity(output);
            }

            nulls[row / 64] &= ~(1UL << (int)(row % 64));
        }
    }
}
