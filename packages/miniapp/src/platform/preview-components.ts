/**
 * What `@tarojs/components` is in the preview. Taro's own are custom elements that each cost a phone's processor some milliseconds, and a
 * page has hundreds; those that pages have by the dozen are plain elements here. The rest is Taro's; what is missing stops the build.
 */
export { Button, Canvas, Form, Input, Label, Picker, PickerView, PickerViewColumn } from 'taro-components';
export { PageMeta, RichText, RootPortal, Switch, Textarea, Video } from 'taro-components';
export { Image, ScrollView, Swiper, SwiperItem, Text, View } from './preview-elements';
