using Emulator.Template;

namespace Web.Tests;

/// <summary>Countries and autonomous systems of addresses, from databases that the test writes.</summary>
public sealed class GeoTests : IDisposable
{
    const string Hostile = "<img src=x onerror=document.title='broken'>";

    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-geo-").FullName;

    [Theory]
    [InlineData("162.158.1.2", "DE AS13335", "Germany, AS13335 " + Hostile)]
    [InlineData("8.8.8.8", "US", "US")]
    [InlineData("140.82.112.12", "AS36459", "AS36459 GITHUB")]
    [InlineData("10.0.0.1", null, null)]
    [InlineData("2001:db8::1", null, null)]
    [InlineData("<script>", null, null)]
    public void An_address_has_its_country_and_autonomous_system(string address, string? label, string? note)
    {
        using var places = new GeoDatabases([Country(), System()]);

        Assert.Equal((label, note), places.Of(address) is var place ? (place?.Label, place?.Note) : default);
    }

    [Theory]
    [InlineData("not a database")]
    [InlineData("")]
    public void A_file_that_is_not_a_database_is_an_error(string content)
    {
        var file = Path.Combine(_folder, "wrong.mmdb");
        File.WriteAllText(file, content);

        Assert.StartsWith($"{file}: not a MaxMind database, or damaged. --geoip takes",
            Assert.Throws<FormatException>(() => new GeoDatabases([Country(), file])).Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.StartsWith($"{file}: file not found", Assert.Throws<IOException>(() => new GeoDatabases([file])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_database_is_an_error_of_the_file()
    {
        var file = Country();
        var bytes = File.ReadAllBytes(file);
        // The values, between the tree and the metadata.
        var end = bytes.AsSpan().LastIndexOf("MaxMind.com"u8) - 3;
        bytes.AsSpan(end - 40, 40).Fill(0xff);
        File.WriteAllBytes(file, bytes);
        using var places = new GeoDatabases([file]);

        Assert.StartsWith(file, Assert.Throws<FormatException>(() => places.Of("8.8.8.8")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_show_the_country_and_the_autonomous_system_as_text()
    {
        await using var stack = await RecordsStack.StartAsync([RecordsStack.Record(
            new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero), "162.158.1.2", "10.0.1.20", 40_000, 443)]);
        await using var server = await WebServer.StartAsync(new WebOptions
        {
            DataFolder = stack.DataFolder,
            LoadTemplate = () => StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml")),
            GeoIp = [Country(), System()],
        }, TestContext.Current.CancellationToken);
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(server.Url, "/records?range=all"));
        await browser.WaitAsync("document.querySelector('table.records .value .name')?.textContent === 'DE AS13335'");
        await browser.GoAsync(new Uri(server.Url, "/entity?range=all&addr=162.158.1.2"));
        await browser.WaitAsync("document.querySelector('.lead')?.textContent.startsWith('Germany, AS13335 <img')");

        Assert.DoesNotContain("broken", await browser.TextAsync("document.title"), StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Country()
    {
        var file = Path.Combine(_folder, "country.mmdb");
        MaxMindFile.Write(file, "GeoLite2-Country", ("162.158.0.0/15", Of("DE", "Germany")), ("8.8.8.0/24", Of("US", null)));
        return file;

        static Dictionary<string, object> Of(string code, string? name) => new()
        {
            ["country"] = name is null ? new Dictionary<string, object> { ["iso_code"] = code } : new Dictionary<string, object>
            {
                ["iso_code"] = code,
                ["names"] = new Dictionary<string, object> { ["en"] = name },
            },
        };
    }

    string System()
    {
        var file = Path.Combine(_folder, "asn.mmdb");
        MaxMindFile.Write(file, "GeoLite2-ASN", ("162.158.0.0/15", Of(13335, Hostile)), ("140.82.112.0/20", Of(36459, "GITHUB")));
        return file;

        static Dictionary<string, object> Of(uint number, string name) => new()
        {
            ["autonomous_system_number"] = number,
            ["autonomous_system_organization"] = name,
        };
    }
}
