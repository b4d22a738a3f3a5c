/*
title: Password guessing
question: Who from the internet makes many short connections to one administration or database port?
severity: medium
meaning: One source made twenty or more short connections to the same port, as a program does that tries passwords.
action: Close the port to the source. Read the host's authentication log for the time below.
technique: T1110 Brute Force
false-positives: A monitoring service that checks the port, and a deployment tool that opens a connection for each command.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, packets, start, end, action]
evidence: src:{source} dst:{destination} port:{port} action:ACCEPT proto:6 srcport:>=10000
*/
WITH connections AS (
  SELECT srcaddr, dstaddr, dstport, srcport, min(interface_id) AS interface_id,
    min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(packets) AS packets
  FROM flow_logs
  WHERE ${range}
    AND action = 'ACCEPT' AND protocol = 6
    AND dstport IN (${admin-ports})
    AND CAST(srcport AS integer) >= 10000
    AND ${outside srcaddr dstaddr}
  GROUP BY srcaddr, dstaddr, dstport, srcport
)
SELECT srcaddr AS source, dstaddr AS destination, dstport AS port, min(interface_id) AS interface_id,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records, count_if(packets <= 30) AS short_connections
FROM connections
GROUP BY srcaddr, dstaddr, dstport
HAVING count_if(packets <= 30) >= 20
ORDER BY short_connections DESC, source, destination, port
LIMIT 100
