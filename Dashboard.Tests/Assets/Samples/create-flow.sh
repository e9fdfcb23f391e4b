curl --request POST \
  --url http://localhost:8881/flows \
  --header 'Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>' \
  --header 'Content-Type: application/json' \
  --data '{
    "camera_id": 1,
    "capture_delay": 1000,
    "max_retries": 3,
    "interval_between_retries": 500
}'
