import requests

url = "http://localhost:8881/flows"

headers = {
    "Content-Type": "application/json",
    "Authorization": "Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>"
}

response = requests.request("POST", url, headers=headers, json={"camera_id": 1})

print(response.text)
