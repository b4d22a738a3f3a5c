/*
title: New network interface
question: Which network interfaces appeared?
severity: low
meaning: The first record of the interface is six or more hours younger than the first record of this time range.
action: Check that somebody launched it on purpose (CloudTrail has the event CreateNetworkInterface).
technique: T1578.002 Modify Cloud Compute Infrastructure - Create Cloud Instance
false-positives: Auto Scaling, containers and Lambda functions in the VPC make interfaces all day.
fields: [interface-id, start, end]
evidence: eni:{interface_id}
*/
WITH interfaces AS (
  SELECT interface_id, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, min(min(start)) OVER () AS began
  FROM flow_logs
  WHERE ${range} AND interface_id IS NOT NULL
  GROUP BY interface_id
)
SELECT CAST(NULL AS varchar) AS source, CAST(NULL AS varchar) AS destination, CAST(NULL AS varchar) AS port, interface_id,
  first_seen, last_seen, records
FROM interfaces
WHERE first_seen >= began + interval '6' hour
ORDER BY first_seen, interface_id
LIMIT 100
