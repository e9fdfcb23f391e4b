curl --request GET \
  --url http://localhost:8881/cameras \
  --header 'Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>' \
  --header 'Content-Type: application/json'
