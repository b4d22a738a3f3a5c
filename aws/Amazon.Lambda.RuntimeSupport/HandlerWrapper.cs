using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Wraps handlers of various signatures in a <see cref="LambdaBootstrapHandler"/>.</summary>
public sealed class HandlerWrapper : IDisposable
{
    // One event is handled at a time, so all of them share one output buffer.
    readonly MemoryStream _output = new();

    HandlerWrapper(Func<HandlerWrapper, LambdaBootstrapHandler> handler) => Handler = handler(this);

    public LambdaBootstrapHandler Handler { get; }

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task<Stream>> handler) =>
        new(_ => async invocation => new InvocationResponse(await handler(invocation.InputStream)));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task<Stream>> handler) =>
        new(_ => async invocation => new InvocationResponse(await handler(invocation.InputStream, invocation.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Task<Stream>> handler,
        ILambdaSerializer serializer) =>
        new(_ => async invocation => new InvocationResponse(
            await handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Task> handler, ILambdaSerializer serializer) =>
        new(_ => async invocation =>
        {
            await handler(serializer.Deserialize<TInput>(invocation.InputStream));
            return new InvocationResponse(Stream.Null);
        });

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) =>
        new(_ => async invocation =>
        {
            await handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext);
            return new InvocationResponse(Stream.Null);
        });

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(wrapper => async invocation =>
            wrapper.Respond(await handler(serializer.Deserialize<TInput>(invocation.InputStream)), serializer));

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(wrapper => async invocation =>
            wrapper.Respond(await handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext), serializer));

    public void Dispose() => _output.Dispose();

    InvocationResponse Respond<T>(T output, ILambdaSerializer serializer)
    {
        _output.SetLength(0);
        serializer.Serialize(output, _output);
        _output.Position = 0;
        return new InvocationResponse(_output, disposeOutputStream: false);
    }
}
