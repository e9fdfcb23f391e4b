import requests

url = "http://localhost:8881/flows/search"

payload = {"filter": {
        "timestamp": {">=": "2024-11-18 00:00:00"},
        "camera": {"like": "camera_1"}
    }}
headers = {
    "Content-Type": "application/json",
    "Authorization": "Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>"
}

response = requests.request("POST", url, json=payload, headers=headers)

print(response.text)
