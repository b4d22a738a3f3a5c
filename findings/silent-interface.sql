/*
title: Silent network interface
question: Which network interfaces stopped to send records?
severity: low
meaning: >-
  The interface had records in six or more hours, and none in the last three hours of the stored ones. An interface without
  traffic has NODATA
  records, so it is gone, or its flow log is.
action: Check that somebody deleted it on purpose (CloudTrail has the event DeleteNetworkInterface), and that the flow log is active.
technique: T1562.008 Impair Defenses - Disable or Modify Cloud Logs
false-positives: Auto Scaling, containers and Lambda functions in the VPC delete interfaces all day.
fields: [interface-id, start, end]
evidence: eni:{interface_id}
*/
WITH hours AS (
  SELECT interface_id, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records
  FROM flow_logs
  WHERE ${range} AND interface_id IS NOT NULL
  GROUP BY interface_id, date_trunc('hour', start)
), interfaces AS (
  SELECT interface_id, min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records, count(*) AS hours,
    max(max(last_seen)) OVER () AS ended
  FROM hours
  GROUP BY interface_id
)
SELECT CAST(NULL AS varchar) AS source, CAST(NULL AS varchar) AS destination, CAST(NULL AS varchar) AS port, interface_id,
  first_seen, last_seen, records
FROM interfaces
WHERE hours >= 6 AND last_seen <= ended - interval '3' hour
ORDER BY last_seen, interface_id
LIMIT 100
