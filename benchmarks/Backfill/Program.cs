using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Emulator;
using Emulator.Athena;
using Emulator.Lambda;
using Emulator.Template;

// PartitionRegistrar's own executable, asked for five years of hours, against the local Athena: in an empty catalog, again where all of
// them are registered, and then for one scheduled hour as it runs every hour.
if (args is not [var templateFile])
{
    Console.Error.WriteLine("usage: dotnet run --project benchmarks/Backfill -- template.yaml");
    return 2;
}
const string FiveYears = """{"from":"2021-11-25T00","to":"2026-11-24T23"}""";
const string OneHour = """{"detail-type":"Scheduled Event","time":"2026-11-24T12:05:00Z"}""";
var template = StackTemplate.Load(templateFile);
var data = Directory.CreateTempSubdirectory("flowlogs-backfill-").FullName;
try
{
    await using var services = await LocalServices.StartAsync(template, data, _ => { }, CancellationToken.None);
    await using var function = new LambdaFunction(FunctionResource.Find(template, "PartitionRegistrar"),
        new LambdaOptions { Environment = services.Environment });
    await function.StartAsync();
    await InvokeAsync("back-fill of five years, empty catalog", FiveYears);
    await InvokeAsync("the same again", FiveYears);
    for (var time = 1; time <= 3; time++)
        await InvokeAsync("the hourly run beside five years", OneHour);
    var catalog = new FileInfo(Directory.GetFiles(Path.Combine(data, "glue"), "partitions", SearchOption.AllDirectories).Single());
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{File.ReadLines(catalog.FullName).Count():N0} partitions in a catalog of {catalog.Length / 1e6:0.0} MB"));

    async Task InvokeAsync(string what, string payload)
    {
        var clock = Stopwatch.StartNew();
        using var result = await function.InvokeAsync(Encoding.UTF8.GetBytes(payload));
        if (result.IsError)
            throw new InvalidOperationException(result.ToString());
        using var answer = JsonDocument.Parse(result.Payload);
        var (statements, hours) = (answer.RootElement.GetProperty("statements").GetInt32(), answer.RootElement.GetProperty("hours")
            .GetInt32());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-40} {hours,6:N0} hours {statements,3} statements {clock.Elapsed.TotalSeconds,6:0.00} s"));
    }
    return 0;
}
finally
{
    Directory.Delete(data, recursive: true);
}
