using System.Text.RegularExpressions;

namespace Emulator.Athena.Dialect;

/// <summary>
/// What a function takes and gives, written as Trino's documentation does: <c>array(T), function(T,U) -> array(U)</c>. Single capital
/// letters are type variables; three dots after the last parameter let it repeat. <c>literal</c> begins a parameter that DuckDB takes only
/// as a constant.
/// </summary>
sealed partial class Signature
{
    readonly bool _repeats;

    Signature(string text, IReadOnlyList<TrinoType> parameters, int? literal, bool repeats, TrinoType result)
    {
        Text = text;
        Parameters = parameters;
        Literal = literal;
        _repeats = repeats;
        Result = result;
    }

    public string Text { get; }

    public IReadOnlyList<TrinoType> Parameters { get; }

    /// <summary>The parameter that is a constant.</summary>
    public int? Literal { get; }

    public TrinoType Result { get; }

    public static Signature Parse(string text)
    {
        var parts = text.Split("->", 2);
        var parameters = parts[0].Trim();
        var repeats = parameters.EndsWith("...", StringComparison.Ordinal);
        var reader = new Reader(repeats ? parameters[..^3] : parameters);
        return new Signature(text, reader.List(), reader.Literal, repeats, new Reader(parts[1]).Type());
    }

    /// <summary>Returns whether the signature has a parameter for each argument.</summary>
    public bool Takes(int arguments) => _repeats ? arguments >= Parameters.Count : arguments == Parameters.Count;

    public TrinoType Parameter(int argument) => Parameters[Math.Min(argument, Parameters.Count - 1)];

    /// <summary>Binds the variables to types that match all arguments. A lambda, passed as null, is bound later.</summary>
    public bool TryBind(IReadOnlyList<TrinoType?> arguments, Dictionary<string, TrinoType> variables)
    {
        if (!Takes(arguments.Count))
            return false;
        for (var i = 0; i < arguments.Count; i++)
            if (arguments[i] is { } argument && !Bind(Parameter(i), argument, variables))
                return false;
        for (var i = 0; i < arguments.Count; i++)
            if (arguments[i] is null ? Parameter(i).Name != "function" : Parameter(i).Name == "function"
                || !Coercion.CanCoerce(arguments[i]!, Resolve(Parameter(i), variables)))
                return false;
        return true;
    }

    /// <summary>Returns the type with all bound variables replaced.</summary>
    public static TrinoType Resolve(TrinoType type, Dictionary<string, TrinoType> variables)
    {
        if (IsVariable(type))
            return variables.GetValueOrDefault(type.Name, TrinoType.Unknown);
        if (type is { Name: "decimal", Length: 0 })
            return variables.GetValueOrDefault("decimal", TrinoType.Decimal(38, 0));
        if (type.Name is "timestamp" or "timestamp with time zone" && type.Length == 0)
            return variables.GetValueOrDefault(type.Name, type.IsZoned ? TrinoType.Zoned("UTC") : TrinoType.Timestamp());
        if (type.Arguments.Count == 0)
            return type;
        var arguments = type.Arguments.Select(argument => Resolve(argument, variables)).ToList();
        return type.Name switch
        {
            "array" => TrinoType.Array(arguments[0]),
            "map" => TrinoType.Map(arguments[0], arguments[1]),
            "row" => TrinoType.Row(arguments, type.FieldNames),
            _ => TrinoType.Function(arguments),
        };
    }

    public static bool IsVariable(TrinoType type) => type.Name.Length == 1;

    static bool Bind(TrinoType parameter, TrinoType argument, Dictionary<string, TrinoType> variables)
    {
        var key = IsVariable(parameter) || parameter is { Name: "decimal" or "timestamp" or "timestamp with time zone", Length: 0 }
            ? parameter.Name : null;
        if (key is not null)
        {
            if (!IsVariable(parameter) && argument.Name != parameter.Name && argument.Name != "unknown")
            {
                if (parameter.Name == "decimal" && argument.IsInteger)
                    argument = Coercion.AsDecimal(argument);
                else
                    return parameter.Name != "decimal" || argument.IsNumber;
            }

            var common = variables.TryGetValue(key, out var bound) ? Coercion.Common(bound, argument) : argument;
            if (common is null)
                return false;
            variables[key] = common;
            return true;
        }

        if (parameter.Arguments.Count == 0 || argument.Name == "unknown")
            return true;
        if (parameter.Name != argument.Name || parameter.Arguments.Count != argument.Arguments.Count)
            return false;
        return parameter.Arguments.Zip(argument.Arguments).All(pair => Bind(pair.First, pair.Second, variables));
    }

    sealed partial class Reader(string text)
    {
        readonly Queue<string> _tokens = new(Tokens.Matches(text).Select(match => match.Value));

        public int? Literal { get; private set; }

        public List<TrinoType> List()
        {
            var types = new List<TrinoType>();
            while (_tokens.Count > 0)
            {
                if (_tokens.Peek() == "literal")
                {
                    _tokens.Dequeue();
                    Literal = types.Count;
                }

                types.Add(Type());
                if (_tokens.TryPeek(out var next) && next == ",")
                    _tokens.Dequeue();
                else
                    break;
            }

            return types;
        }

        public TrinoType Type()
        {
            var name = _tokens.Dequeue();
            var arguments = new List<TrinoType>();
            if (_tokens.TryPeek(out var next) && next == "(")
            {
                _tokens.Dequeue();
                arguments = List();
                _tokens.Dequeue();
            }

            return name switch
            {
                "array" => TrinoType.Array(arguments[0]),
                "map" => TrinoType.Map(arguments[0], arguments[1]),
                "row" => TrinoType.Row(arguments, [.. arguments.Select(_ => (string?)null)]),
                "function" => TrinoType.Function(arguments),
                "varchar" => TrinoType.Varchar,
                "decimal" => TrinoType.Decimal(0, 0),
                "timestamp" => TrinoType.Timestamp(0),
                "zoned" => TrinoType.Zoned("UTC", 0),
                "instant" => TrinoType.Zoned("UTC", 3),
                "days" => TrinoType.IntervalDays,
                "months" => TrinoType.IntervalMonths,
                "time" => TrinoType.Time(),
                _ => TrinoType.Variable(name),
            };
        }

        [GeneratedRegex(@"\w+|[(),]")]
        private static partial Regex Tokens { get; }
    }
}
