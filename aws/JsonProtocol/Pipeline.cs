using Amazon.Runtime.Internal;

namespace Amazon.JsonProtocol;

static class Pipeline
{
    /// <summary>Gives AWSSDK.Core's pipeline the two steps that it leaves to each service: its endpoint and its signature.</summary>
    public static void UseRegionalEndpointAndSigV4(this RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionalEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4Handler());
    }
}
