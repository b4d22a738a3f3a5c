using Amazon.JsonProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;

namespace Amazon.Athena;

/// <summary>
/// Configures how a client reaches Amazon Athena. Region, endpoint (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ATHENA), FIPS, dual-stack and retry
/// settings come from AWSSDK.Core's usual sources.
/// </summary>
public sealed class AmazonAthenaConfig : ClientConfig
{
    static readonly string Agent = InternalSDKUtils.BuildUserAgentString("Athena", "4.1.0");

    public AmazonAthenaConfig()
        : base(DefaultsModes.Provider)
    {
        base.ServiceId = "Athena";
        AuthenticationServiceName = "athena";
        EndpointProvider = new RegionalEndpointProvider("athena");
    }

    public override string RegionEndpointServiceName => "athena";

    public override string ServiceVersion => "2017-05-18";

    public override string UserAgent => Agent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, parameters);
}
