curl --request POST \
  --url http://localhost:8881/flows/search \
  --header 'Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>' \
  --header 'Content-Type: application/json' \
  --data '{
    "filter": {
                "timestamp": {">=": "2024-11-18 00:00:00"},
                "camera": {"like": "camera_1"}
    }
}'
