import requests

url = "http://localhost:8881/authenticate"

payload = {
    "email": "your-email",
    "password": "your-password"
}
headers = {
    "Content-Type": "application/json"
}

response = requests.request("POST", url, json=payload, headers=headers)

print(response.text)
