using Amazon.Runtime.Internal;

namespace Amazon.JsonProtocol;

static class Pipeline
{
    /// <summary>Adds the two steps that AWSSDK.Core's pipeline leaves to each service: the endpoint and the signature.</summary>
    public static void UseRegionalEndpointAndSigV4(this RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionalEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4Handler());
    }
}
