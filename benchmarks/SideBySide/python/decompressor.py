"""The function written the ordinary way, and a loop over the Lambda Runtime API to run it."""
import base64
import gzip
import http.client
import json
import os

NAMES = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split()
NUMBERS = {"version", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end"}


def row(log_event):
    values = log_event["message"].split(" ")
    return {name: int(value) if name in NUMBERS else value for name, value in zip(NAMES, values) if value != "-"}


def transform(record):
    payload = json.loads(gzip.decompress(base64.b64decode(record["data"])))
    if payload["messageType"] != "DATA_MESSAGE":
        return {"recordId": record["recordId"], "result": "Dropped"}
    lines = "".join(json.dumps(row(log_event)) + "\n" for log_event in payload["logEvents"])
    return {"recordId": record["recordId"], "result": "Ok", "data": base64.b64encode(lines.encode()).decode()}


def handler(event, context):
    return {"records": [transform(record) for record in event["records"]]}


def main():
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    root = "/2018-06-01/runtime/invocation/"
    while True:
        api.request("GET", root + "next")
        response = api.getresponse()
        request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        answer = handler(json.loads(response.read()), None)
        api.request("POST", root + request_id + "/response", json.dumps(answer).encode())
        api.getresponse().read()


main()
