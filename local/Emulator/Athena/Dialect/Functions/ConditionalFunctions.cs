namespace Emulator.Athena.Dialect.Functions;

/// <summary>Functions of values of any type.</summary>
sealed class ConditionalFunctions : FunctionGroup
{
    public ConditionalFunctions()
    {
        Topic("Conditional, comparison and conversion functions");
        Special(["greatest"], "T... -> T", call => SpecialFunctions.Extreme(call, "greatest"));
        Special(["least"], "T... -> T", call => SpecialFunctions.Extreme(call, "least"));
        Special(["nullif"], "T, T -> T", SpecialFunctions.NullIf);
        Special(["if"], "boolean, T[, T] -> T", SpecialFunctions.If);
        Special(["typeof"], "T -> varchar", SpecialFunctions.TypeOf);
        Scalar("uuid", "-> uuid", "uuid()");
        Missing("parse_data_size", "format_number", "version", "current_groups");
    }
}
