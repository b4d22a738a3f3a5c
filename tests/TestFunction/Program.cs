using System.Text.Json;

// Speaks the Lambda Runtime API by hand, so that it can also do what no bootstrap would. The event says what to do: {"do":"echo"}.
var api = new Uri($"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/");
using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = api, Timeout = Timeout.InfiniteTimeSpan };

switch (Environment.GetEnvironmentVariable("INIT"))
{
    case "error":
        await PostAsync("init/error", """{"errorType":"SettingsException","errorMessage":"TABLE_NAME is not set."}"""u8.ToArray());
        return 1;
    case "exit":
        Console.Error.WriteLine("no settings");
        return 4;
    case "hang":
        await Task.Delay(Timeout.Infinite);
        break;
}

while (true)
{
    using var next = await http.GetAsync("invocation/next");
    var body = await next.Content.ReadAsByteArrayAsync();
    var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    var todo = JsonSerializer.Deserialize<JsonElement>(body);
    var number = todo.TryGetProperty("number", out var given) ? given.GetInt32() : 0;
    switch (todo.GetProperty("do").GetString())
    {
        case "echo":
            await PostAsync($"invocation/{id}/response", body);
            break;
        case "environment":
            await PostAsync($"invocation/{id}/response", JsonSerializer.SerializeToUtf8Bytes(Environment.GetEnvironmentVariables()));
            break;
        case "headers":
            await PostAsync($"invocation/{id}/response",
                JsonSerializer.SerializeToUtf8Bytes(next.Headers.ToDictionary(header => header.Key, header => header.Value.Single())));
            break;
        case "process":
            await PostAsync($"invocation/{id}/response", JsonSerializer.SerializeToUtf8Bytes(Environment.ProcessId));
            break;
        case "error":
            await PostAsync($"invocation/{id}/error", """{"errorType":"FormatException","errorMessage":"not a record"}"""u8.ToArray());
            break;
        case "log":
            Console.WriteLine("to the output");
            Console.Error.WriteLine("to the error");
            await PostAsync($"invocation/{id}/response", "{}"u8.ToArray());
            break;
        case "respond":
            await PostAsync($"invocation/{id}/response", new byte[number]);
            break;
        case "answer another":
            await PostAsync("invocation/another/response", "{}"u8.ToArray());
            await PostAsync($"invocation/{id}/response", "{}"u8.ToArray());
            break;
        case "answer and exit":
            await PostAsync($"invocation/{id}/response", "{}"u8.ToArray());
            return number;
        case "exit":
            Console.WriteLine("about to fall over");
            return number;
        case "sleep":
            await Task.Delay(number);
            await PostAsync($"invocation/{id}/response", "{}"u8.ToArray());
            break;
    }
}

async Task PostAsync(string path, byte[] body)
{
    using var content = new ByteArrayContent(body);
    using var answer = await http.PostAsync(path, content);
    if (!answer.IsSuccessStatusCode)
        Console.WriteLine($"refused with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
}
