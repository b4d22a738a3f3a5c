/*
title: Skipped records
question: Which network interfaces lost records?
severity: low
meaning: >-
  The interface had SKIPDATA records in twenty or more minutes of an hour: VPC Flow Logs skipped records, because of an internal capacity
  limit or error. Missing records cannot be queried.
action: Look at how busy the interface is. A shorter aggregation interval makes more records, a longer one fewer.
false-positives: None known.
fields: [interface-id, start, end, log-status]
evidence: eni:{interface_id} status:SKIPDATA start:<{hour}
*/
SELECT CAST(NULL AS varchar) AS source, CAST(NULL AS varchar) AS destination, CAST(NULL AS varchar) AS port, interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, count(DISTINCT date_trunc('minute', start)) AS minutes
FROM flow_logs
WHERE ${range}
  AND log_status = 'SKIPDATA'
GROUP BY interface_id, date_trunc('hour', start)
HAVING count(DISTINCT date_trunc('minute', start)) >= 20
ORDER BY records DESC, first_seen, interface_id
LIMIT 100
