const options = {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Authorization: 'Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>'
  },
  body: '{"filter":{"timestamp":{">=":"2024-11-18 00:00:00"},"camera":{"like":"camera_1"}}}'
};

fetch('http://localhost:8881/flows/search', options)
  .then(response => response.json())
  .then(response => console.log(response))
  .catch(err => console.error(err));
