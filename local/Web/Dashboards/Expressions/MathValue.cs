namespace Web.Dashboards.Expressions;

/// <summary>What an expression, or a part of it, is: one of the types of metric math, or a text or a word that a function takes.</summary>
abstract record MathValue
{
    public abstract string Kind { get; }
}

sealed record MathNumber(double Value) : MathValue
{
    public override string Kind => "a number";
}

sealed record MathSeries(GraphSeries Series) : MathValue
{
    public override string Kind => "a time series";
}

sealed record MathArray(IReadOnlyList<GraphSeries> Series) : MathValue
{
    public override string Kind => "an array of time series";
}

sealed record MathText(string Text) : MathValue
{
    public override string Kind => $"'{Text}'";
}

/// <summary>A name that stands for no metric: <c>REPEAT</c>, <c>DESC</c>, <c>MAX</c>.</summary>
sealed record MathWord(string Name) : MathValue
{
    public override string Kind => Name;
}
