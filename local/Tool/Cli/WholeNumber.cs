using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Tool.Cli;

/// <summary>Creates options that take a whole number.</summary>
static class WholeNumber
{
    public static Option<T> Option<T>(string name, string helpName, string description, T otherwise, T least, T most)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
                T.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= least && number <= most
                    ? number
                    : result.Refuse<T>($"{name} must be a whole number from {least} to {most}, but was '{result.Tokens[0].Value}'."),
        };
}
