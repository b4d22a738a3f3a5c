// The function written the ordinary way, and a loop over the Lambda Runtime API to run it.
const http = require("http");
const zlib = require("zlib");

const names = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split(" ");
const numbers = new Set(["version", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end"]);

function row(logEvent) {
  const values = logEvent.message.split(" ");
  const fields = {};
  names.forEach((name, place) => {
    if (values[place] !== "-") fields[name] = numbers.has(name) ? Number(values[place]) : values[place];
  });
  return fields;
}

function transform(record) {
  const payload = JSON.parse(zlib.gunzipSync(Buffer.from(record.data, "base64")).toString("utf8"));
  if (payload.messageType !== "DATA_MESSAGE") return { recordId: record.recordId, result: "Dropped" };
  const lines = payload.logEvents.map((logEvent) => JSON.stringify(row(logEvent)) + "\n").join("");
  return { recordId: record.recordId, result: "Ok", data: Buffer.from(lines).toString("base64") };
}

const handler = async (event) => ({ records: event.records.map(transform) });

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, agent, path: "/2018-06-01/runtime/invocation/" + path }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, text: Buffer.concat(chunks).toString("utf8") }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

(async () => {
  for (;;) {
    const next = await call("GET", "next");
    const answer = await handler(JSON.parse(next.text));
    await call("POST", next.headers["lambda-runtime-aws-request-id"] + "/response", JSON.stringify(answer));
  }
})();
