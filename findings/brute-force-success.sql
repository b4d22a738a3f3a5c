/*
title: Password guessing that succeeded
question: Who from the internet made many short connections to a port, and then a long one?
severity: high
meaning: >-
  After twenty or more short connections to an administration or database port, the same source had a connection of 200 or more packets.
  The short ones look like wrong passwords, and the long one like a session.
action: Treat the host as taken over. Isolate it, keep its disks and logs, and change what its users could read.
technique: T1110 Brute Force
false-positives: A deployment tool that opens many short connections and copies a large file.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, end, action]
evidence: src:{source} dst:{destination} port:{port} action:ACCEPT proto:6 srcport:>=10000
*/
WITH connections AS (
  SELECT srcaddr, dstaddr, dstport, srcport, min(interface_id) AS interface_id,
    min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes
  FROM flow_logs
  WHERE ${range}
    AND action = 'ACCEPT' AND protocol = 6
    AND dstport IN (${admin-ports})
    AND CAST(srcport AS integer) >= 10000
    AND ${outside srcaddr dstaddr}
  GROUP BY srcaddr, dstaddr, dstport, srcport
)
SELECT srcaddr AS source, dstaddr AS destination, dstport AS port, min(interface_id) AS interface_id,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records,
  count_if(packets <= 30) AS short_connections, max(packets) AS packets_of_longest,
  max(CASE WHEN packets >= 200 THEN first_seen END) AS long_since
FROM connections
GROUP BY srcaddr, dstaddr, dstport
HAVING count_if(packets <= 30) >= 20
  AND max(CASE WHEN packets >= 200 THEN first_seen END) > min(CASE WHEN packets <= 30 THEN first_seen END)
ORDER BY short_connections DESC, source, destination, port
LIMIT 100
