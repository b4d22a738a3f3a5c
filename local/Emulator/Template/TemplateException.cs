namespace Emulator.Template;

/// <summary>The template cannot be used. The message says the file, the line, what is wrong and what to do.</summary>
public sealed class TemplateException(string file, int line, string sentence)
    : Exception(line > 0 ? $"{file}:{line}: {sentence}" : $"{file}: {sentence}");
