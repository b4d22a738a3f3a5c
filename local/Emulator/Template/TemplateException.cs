namespace Emulator.Template;

/// <summary>The template cannot be used. The message says the file, the line, what is wrong and what to do.</summary>
public sealed class TemplateException : Exception
{
    public TemplateException(string file, int line, string sentence)
        : base(line > 0 ? $"{file}:{line}: {sentence}" : $"{file}: {sentence}")
    {
    }
}
