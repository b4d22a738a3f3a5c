using Amazon;
using Amazon.Athena;
using Amazon.CloudWatch;
using Amazon.KinesisFirehose;
using Amazon.Runtime;

namespace AwsSdk.Tests;

/// <summary>Creates a client of each service for a server on this machine, with credentials of no account.</summary>
static class Clients
{
    static readonly BasicAWSCredentials Credentials = new("AKIDEXAMPLE", "secret");

    public static AmazonAthenaClient Athena(string url) => new(Credentials, At(new AmazonAthenaConfig(), url));

    public static AmazonCloudWatchClient CloudWatch(string url) => new(Credentials, At(new AmazonCloudWatchConfig(), url));

    public static AmazonKinesisFirehoseClient Firehose(string url) => new(Credentials, At(new AmazonKinesisFirehoseConfig(), url));

    static T At<T>(T config, string url)
        where T : ClientConfig
    {
        config.ServiceURL = url;
        config.AuthenticationRegion = "eu-central-1";
        return config;
    }
}
