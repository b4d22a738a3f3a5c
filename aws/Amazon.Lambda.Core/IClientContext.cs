namespace Amazon.Lambda.Core;

/// <summary>The calling mobile app, as the AWS Mobile SDK describes it.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}
