/*
title: No records for an hour
question: When did no record arrive at all?
severity: medium
meaning: >-
  No interface had a record that ended within an hour or more, although each has at least a NODATA record for every aggregation interval.
  The flow log, the subscription filter or the delivery stream stood still.
action: >-
  Look at the alarms and at the status of the flow log. Records that wait arrive later, in the partition of their arrival: run the query
  again with a later end. CloudTrail has the event DeleteFlowLogs.
technique: T1562.008 Impair Defenses - Disable or Modify Cloud Logs
false-positives: An archive that was put together from parts.
fields: [start, end]
evidence: end:>={first_seen} end:<{last_seen}
*/
WITH minutes AS (
  SELECT date_trunc('minute', "end") AS minute, count(*) AS records
  FROM flow_logs
  WHERE ${range}
  GROUP BY date_trunc('minute', "end")
), gaps AS (
  SELECT lag(minute) OVER (ORDER BY minute) AS last_before, minute AS first_after
  FROM minutes
)
SELECT CAST(NULL AS varchar) AS source, CAST(NULL AS varchar) AS destination, CAST(NULL AS varchar) AS port,
  CAST(NULL AS varchar) AS interface_id,
  last_before + interval '1' minute AS first_seen, first_after AS last_seen, 0 AS records,
  date_diff('minute', last_before, first_after) AS minutes
FROM gaps
WHERE date_diff('minute', last_before, first_after) >= 60
ORDER BY first_seen
LIMIT 100
