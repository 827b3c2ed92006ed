/** WeChat's own look: white sheet with round shoulders, green for the one thing most people want. */
export const STYLE = `
.wxs-mask{position:fixed;inset:0;z-index:2147483000;background:rgba(0,0,0,.5);display:flex;align-items:flex-end;justify-content:center;
font:16px/1.5 -apple-system,BlinkMacSystemFont,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif;color:#1a1a1a;animation:wxs-fade .18s}
.wxs-sheet{box-sizing:border-box;width:100%;max-width:480px;max-height:86vh;overflow:auto;background:#fff;border-radius:16px 16px 0 0;
padding:20px 24px calc(24px + env(safe-area-inset-bottom));animation:wxs-rise .22s ease-out;text-align:left}
.wxs-sheet *{box-sizing:border-box}.wxs-sheet:focus{outline:none}
.wxs-from{display:flex;align-items:center;gap:8px;margin:0 0 16px;font-size:14px;color:#555}
.wxs-from i{width:24px;height:24px;border-radius:6px;background:#07c160;color:#fff;font-style:normal;font-size:13px;line-height:24px;text-align:center}
.wxs-title{margin:0 0 8px;font-size:18px;font-weight:600;line-height:1.4}
.wxs-text{margin:0 0 16px;font-size:14px;color:#666}
.wxs-amount{margin:4px 0 20px;font-size:40px;font-weight:600;line-height:1.2;text-align:center;font-variant-numeric:tabular-nums}
.wxs-merchant{margin:8px 0 0;text-align:center;font-size:16px}
.wxs-row{display:flex;justify-content:space-between;gap:16px;padding:12px 0;border-top:1px solid #eee;font-size:14px;color:#666}
.wxs-buttons{display:flex;gap:12px;justify-content:center;margin-top:20px}
.wxs-button{appearance:none;flex:1;max-width:184px;min-height:48px;margin:0;padding:0 16px;border:0;border-radius:8px;font-family:inherit;font-size:17px;font-weight:600;line-height:48px;
cursor:pointer;background:#f2f2f2;color:#07c160;text-align:center}
.wxs-button.wxs-primary{background:#07c160;color:#fff}
.wxs-button:active{filter:brightness(.92)}
.wxs-button:focus-visible,.wxs-item:focus-visible,.wxs-input:focus-visible{outline:3px solid #9ed6b8;outline-offset:2px}
.wxs-list{margin:0 -24px;padding:0;list-style:none;max-height:46vh;overflow:auto}
.wxs-item{appearance:none;display:block;width:100%;min-height:56px;margin:0;padding:10px 24px;border:0;border-top:1px solid #eee;background:#fff;
font:inherit;color:inherit;text-align:left;cursor:pointer}
.wxs-item:hover{background:#f7f7f7}
.wxs-item small{display:block;font-size:13px;color:#888;overflow-wrap:anywhere}
.wxs-tick{display:flex;align-items:center;gap:12px;min-height:48px;border-top:1px solid #eee;font-size:16px}
.wxs-tick input{width:20px;height:20px;margin:0;accent-color:#07c160}
.wxs-field{display:flex;gap:8px;margin:4px 0 16px}
.wxs-field .wxs-button{flex:none;padding:0 24px}
.wxs-input{flex:1;min-width:0;height:48px;padding:0 12px;border:1px solid #ddd;border-radius:8px;font:inherit;background:#fff;color:#1a1a1a}
.wxs-toast{position:fixed;left:50%;top:40%;z-index:2147483001;transform:translate(-50%,-50%);padding:14px 22px;border-radius:10px;
background:rgba(60,60,60,.92);color:#fff;font:16px/1.5 -apple-system,"PingFang SC","Noto Sans SC",sans-serif;pointer-events:none}
@keyframes wxs-fade{from{opacity:0}}@keyframes wxs-rise{from{transform:translateY(40%)}}
@media (prefers-reduced-motion:reduce){.wxs-mask,.wxs-sheet{animation:none}}
`;
