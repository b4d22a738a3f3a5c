/*
title: Replies rejected by a network ACL
question: Which connections are accepted one way while their replies are rejected?
severity: medium
meaning: >-
  Ten or more requests were accepted and the replies to them rejected. A security group is stateful and lets the reply of an accepted
  request pass; a network ACL is not. So a network ACL rejects the replies.
action: >-
  Allow the ephemeral ports (1024-65535) in the network ACL of the subnet that the interface below is in, in the direction of the
  reply.
false-positives: None known.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, start, end, action]
evidence: src:{destination} dst:{source} srcport:{port} port:>=1024 proto:6,17 action:REJECT sender:server
*/
WITH rejected AS (
  SELECT interface_id, srcaddr, dstaddr, srcport, dstport, protocol, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records
  FROM flow_logs
  WHERE ${range}
    AND action = 'REJECT' AND protocol IN (6, 17)
    AND CAST(srcport AS integer) < 32768 AND CAST(dstport AS integer) >= 1024 AND ${greater dstport srcport}
  GROUP BY interface_id, srcaddr, dstaddr, srcport, dstport, protocol
), requests AS (
  SELECT DISTINCT srcaddr, dstaddr, srcport, dstport, protocol
  FROM flow_logs
  WHERE ${range}
    AND action = 'ACCEPT' AND protocol IN (6, 17)
    AND ${greater srcport dstport}
    AND srcaddr IN (SELECT dstaddr FROM rejected) AND dstaddr IN (SELECT srcaddr FROM rejected)
)
SELECT rejected.dstaddr AS source, rejected.srcaddr AS destination, rejected.srcport AS port, min(rejected.interface_id) AS interface_id,
  min(rejected.first_seen) AS first_seen, max(rejected.last_seen) AS last_seen, sum(rejected.records) AS records,
  count(requests.srcaddr) AS connections
FROM rejected LEFT JOIN requests ON requests.srcaddr = rejected.dstaddr AND requests.dstaddr = rejected.srcaddr
  AND requests.srcport = rejected.dstport AND requests.dstport = rejected.srcport AND requests.protocol = rejected.protocol
GROUP BY rejected.dstaddr, rejected.srcaddr, rejected.srcport
HAVING count(requests.srcaddr) >= 10
ORDER BY connections DESC, source, destination, port
LIMIT 100
