namespace Emulator.Athena.Dialect;

/// <summary>The names of Athena's errors, which begin each message.</summary>
static class AthenaError
{
    public const string Syntax = "SYNTAX_ERROR";
    public const string TypeMismatch = "TYPE_MISMATCH";
    public const string FunctionNotFound = "FUNCTION_NOT_FOUND";
    public const string ColumnNotFound = "COLUMN_NOT_FOUND";
    public const string TableNotFound = "TABLE_NOT_FOUND";
    public const string SchemaNotFound = "SCHEMA_NOT_FOUND";
    public const string CatalogNotFound = "CATALOG_NOT_FOUND";
    public const string AmbiguousName = "AMBIGUOUS_NAME";
    public const string NotAggregate = "EXPRESSION_NOT_AGGREGATE";
    public const string NotScalar = "EXPRESSION_NOT_SCALAR";
    public const string NestedAggregation = "NESTED_AGGREGATION";
    public const string MismatchedAliases = "MISMATCHED_COLUMN_ALIASES";
    public const string InvalidLiteral = "INVALID_LITERAL";
    public const string InvalidArgument = "INVALID_FUNCTION_ARGUMENT";
    public const string InvalidColumnReference = "INVALID_COLUMN_REFERENCE";

    /// <summary>A feature of Athena that local mode does not have.</summary>
    public const string NotHere = "NOT_SUPPORTED";
}
