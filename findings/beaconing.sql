/*
title: Beaconing
question: Which internal address calls one public address at regular intervals with the same amount of data?
severity: medium
meaning: >-
  Twenty or more connections to the same address and port began at nearly constant intervals (nine in ten within a tenth of the median)
  and had nearly the same size. A program calls, not a person; malware asks its server for commands that way.
action: Find the process on the host that calls. If nobody knows it, isolate the host.
technique: T1071 Application Layer Protocol
false-positives: Agents, health checks, licence servers and update checks. Mute the destination once you know it. NTP is left out.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, bytes, start, end, action]
evidence: src:{source} dst:{destination} port:{port} eni:{interface_id} action:ACCEPT proto:6,17 sender:client
*/
WITH connections AS (
  SELECT interface_id, srcaddr, dstaddr, dstport, srcport,
    min(start) AS start, max("end") AS last_seen, sum(bytes) AS bytes, count(*) AS records
  FROM flow_logs
  WHERE ${range}
    AND action = 'ACCEPT' AND protocol IN (6, 17)
    AND dstport NOT IN ('53', '123') AND ${greater srcport dstport}
    AND ${internal srcaddr} AND ${external dstaddr}
  GROUP BY interface_id, srcaddr, dstaddr, dstport, srcport
), intervals AS (
  SELECT interface_id, srcaddr, dstaddr, dstport, start, last_seen, bytes, records,
    date_diff('second', lag(start) OVER (PARTITION BY interface_id, srcaddr, dstaddr, dstport ORDER BY start), start) AS seconds
  FROM connections
), usual AS (
  SELECT interface_id, srcaddr, dstaddr, dstport, approx_percentile(seconds, 0.5) AS seconds, approx_percentile(bytes, 0.5) AS bytes
  FROM intervals
  WHERE seconds IS NOT NULL
  GROUP BY interface_id, srcaddr, dstaddr, dstport
  HAVING count(*) >= 19 AND approx_percentile(seconds, 0.5) BETWEEN 30 AND 7200
)
SELECT intervals.srcaddr AS source, intervals.dstaddr AS destination, intervals.dstport AS port, intervals.interface_id,
  min(intervals.start) AS first_seen, max(intervals.last_seen) AS last_seen, sum(intervals.records) AS records,
  count(*) AS connections, max(usual.seconds) AS seconds_between, max(usual.bytes) AS bytes_each
FROM intervals JOIN usual ON usual.interface_id = intervals.interface_id AND usual.srcaddr = intervals.srcaddr
  AND usual.dstaddr = intervals.dstaddr AND usual.dstport = intervals.dstport
GROUP BY intervals.interface_id, intervals.srcaddr, intervals.dstaddr, intervals.dstport
HAVING count_if(abs(intervals.seconds - usual.seconds) <= 0.1 * usual.seconds) >= 0.9 * (count(*) - 1)
  AND count_if(abs(intervals.bytes - usual.bytes) <= 0.1 * usual.bytes) >= 0.9 * count(*)
ORDER BY connections DESC, source, destination, port
LIMIT 100
