curl --request GET \
  --url http://localhost:8881/flows \
  --header 'Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>' \
  --header 'Content-Type: application/json'
