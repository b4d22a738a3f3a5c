using System.Globalization;
using SideBySide;

// The Decompressor beside inflating alone and beside the same function written otherwise, in one run. See benchmarks/README.md.
switch (args)
{
    case ["worker", var contestant, .. var files]:
        return await Worker.RunAsync(contestant, files);
    case ["function", _]:
        await PlainFunction.RunAsync();
        return 0;
    case [var template, .. var published] when File.Exists(template)
        && published.All(build => build.Contains('=', StringComparison.Ordinal)):
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var work = Directory.CreateTempSubdirectory("side-by-side-").FullName;
        try
        {
            foreach (var shape in new[] { "message", "extractedFields" })
            {
                var events = Enumerable.Range(1, 3).Select(number => EventFiles.Create(number, shape == "extractedFields")).ToList();
                Console.WriteLine($"{shape}: 3 events of 28 records, "
                    + $"{events.Sum(input => EventFiles.Data(input).Sum(data => data.Length)) / 1e6:0.00} MB of gzip, 42,000 log events");
                await Workers.CompareAsync(events, work);
                await Functions.CompareAsync(template, events, Builds(published), work);
            }
            await Functions.ColdStartAsync(template, Builds(published));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run --project benchmarks/SideBySide -- template.yaml [NAME=DIRECTORY ...]; each DIRECTORY "
            + "has another build of the functions, one folder each");
        return 2;
}

static List<(string Name, string Directory)> Builds(string[] published) =>
    [("Decompressor, JIT", Path.Combine(AppContext.BaseDirectory, "functions")), .. published.Select(build => build.Split('=', 2))
        .Select(parts => ($"Decompressor, {parts[0]}", Path.GetFullPath(parts[1])))];
