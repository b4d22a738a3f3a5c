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
*/
WITH rejected AS (
  SELECT interface_id, srcaddr, dstaddr, srcport, dstport, protocol, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records
  FROM flow_logs
  WHERE ${range}
    AND action = 'REJECT' AND protocol IN (6, 17)
    AND CAST(srcport AS integer) < 32768 AND CAST(dstport AS integer) >= 1024 AND CAST(srcport AS integer) < CAST(dstport AS integer)
  GROUP BY interface_id, srcaddr, dstaddr, srcport, dstport, protocol
), replies AS (
  SELECT rejected.interface_id, rejected.dstaddr AS client, rejected.srcaddr AS server, rejected.srcport AS port,
    rejected.first_seen, rejected.last_seen, rejected.records
  FROM rejected
  WHERE EXISTS (
    SELECT 1
    FROM flow_logs AS request
    WHERE ${range request}
      AND request.action = 'ACCEPT'
      AND request.srcaddr = rejected.dstaddr AND request.dstaddr = rejected.srcaddr
      AND request.srcport = rejected.dstport AND request.dstport = rejected.srcport
      AND request.protocol = rejected.protocol)
)
SELECT client AS source, server AS destination, port, min(interface_id) AS interface_id,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records, count(*) AS connections
FROM replies
GROUP BY client, server, port
HAVING count(*) >= 10
ORDER BY connections DESC, source, destination, port
LIMIT 100
