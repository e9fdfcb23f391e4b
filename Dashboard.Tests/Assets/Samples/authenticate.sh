curl --request POST \
  --url http://localhost:8881/authenticate \
  --header 'Content-Type: application/json' \
  --data '{
    "email": "your-email",
    "password": "your-password"
}'
