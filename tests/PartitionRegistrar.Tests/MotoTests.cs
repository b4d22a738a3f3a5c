using System.Text.Json;
using AwsSdk.Tests;

namespace PartitionRegistrar.Tests;

/// <summary>Runs the built executable against moto's Athena and S3, which follow AWS's protocol independently of this repository.</summary>
public sealed class MotoTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [Fact]
    public async Task Hours_in_motos_bucket_are_registered_in_motos_Athena()
    {
        moto.Require();
        await moto.Ask("athena", "AmazonAthena.CreateWorkGroup", """{"Name":"flows","Configuration":{}}""");
        await moto.S3(HttpMethod.Put, "/flow-bucket");
        foreach (var hour in (string[])["2026/11/24/23", "2026/11/25/00", "2026/11/25/07"])
            await moto.S3(HttpMethod.Put, $"/flow-bucket/flowlogs/{hour}/file.parquet", "PAR1");
        await moto.S3(HttpMethod.Put, "/flow-bucket/errors/2026/11/25/file", "");
        await using var registrar = await RegistrarProcess.Start(moto.Url);

        var answer = await registrar.Register(Events.Discover);

        Assert.Equal(3, answer.GetProperty("hours").GetInt32());
        Assert.Equal("2026-11-24T23", answer.GetProperty("first").GetString());
        Assert.Equal("2026-11-25T07", answer.GetProperty("last").GetString());
        var query = JsonElement.Parse(await moto.Ask(
            "athena", "AmazonAthena.GetQueryExecution",
            $$"""{"QueryExecutionId":"{{answer.GetProperty("queryExecutionIds")[0].GetString()}}"}""")).GetProperty("QueryExecution");
        Assert.Equal("SUCCEEDED", query.GetProperty("Status").GetProperty("State").GetString());
        Assert.Contains("LOCATION 's3://flow-bucket/flowlogs/2026/11/25/07/'", query.GetProperty("Query").GetString());
        Assert.Equal("vpc_flow_logs", query.GetProperty("QueryExecutionContext").GetProperty("Database").GetString());
    }
}
